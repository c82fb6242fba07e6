/* Schemas as one would write down their JSON by hand. */

const DEEPEST = 5;

function nameOf(schema) {
  return schema.$ref?.split('/').pop();
}

function wordOf(schema) {
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.enum) {
    return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  }
  return [schema.type ?? 'any'].flat().join(' | ') + (schema.format ? ` (${schema.format})` : '');
}

/** The text of a schema; what is deeper than a few levels is called by its name. */
export function shapeOf(api, schema, depth = 0) {
  const name = nameOf(schema);
  if (name) {
    return depth >= DEEPEST ? name : shapeOf(api, api.components.schemas[name], depth);
  }
  if (schema.oneOf) {
    return schema.oneOf.map((each) => shapeOf(api, each, depth)).join(' | ');
  }
  if (schema.type === 'array') {
    return `[${shapeOf(api, schema.items, depth)}, …]`;
  }
  if (!schema.properties) {
    return wordOf(schema);
  }
  if (depth >= DEEPEST) {
    return '{…}';
  }
  const indent = '  '.repeat(depth + 1);
  const members = Object.entries(schema.properties).map(([key, value]) => {
    const optional = schema.required?.includes(key) ? '' : '?';
    return `${indent}${key}${optional}: ${shapeOf(api, value, depth + 1)}`;
  });
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${'  '.repeat(depth)}}`;
}
