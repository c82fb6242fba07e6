/* Shows the document of the API, as the server serves it to machines. */
import { h } from '../ui/dom.js';
import { shapeOf } from './shape.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const home = document.getElementById('docs');

function follow(api, node) {
  return node?.$ref
    ? node.$ref.slice(2).split('/').reduce((at, name) => at?.[name], api)
    : node;
}

/** Who is let in, in words. */
function access(api, operation) {
  const ways = (operation.security ?? api.security).flatMap((each) => Object.keys(each));
  if (ways.length === 0) {
    return 'Open to anyone.';
  }
  return ways.includes('appPassword') ? 'For who is signed in, or an app password.' : 'For who is signed in.';
}

function parameters(api, shared, operation) {
  const all = [...(shared ?? []), ...(operation.parameters ?? [])].map((each) => follow(api, each));
  return all.length === 0
    ? null
    : h('div', {}, h('h3', {}, 'Parameters'), h('dl', {}, ...all.flatMap((each) => [
        h('dt', {}, h('code', {}, each.name)),
        h('dd', {}, [each.in, each.required ? 'required' : '', each.description ?? ''].filter(Boolean).join(', ')),
      ])));
}

function block(title, text) {
  return h('div', {}, h('h3', {}, title), h('pre', { tabindex: '0' }, text));
}

function body(api, operation) {
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (!type) {
    return null;
  }
  const { example } = content;
  return [
    block(`Body: ${type}`, shapeOf(api, content.schema)),
    example === undefined
      ? null
      : block('Example', typeof example === 'string' ? example : JSON.stringify(example, null, 2)),
  ];
}

function answers(api, operation) {
  return Object.entries(operation.responses).map(([status, reference]) => {
    const answer = follow(api, reference);
    const [type, content] = Object.entries(answer.content ?? {})[0] ?? [];
    return status < '300' && type?.endsWith('json')
      ? block(`${status}: ${answer.description}`, shapeOf(api, content.schema))
      : h('p', {}, h('code', {}, status), ` ${answer.description}`);
  });
}

function operation(api, path, shared, method, it) {
  return h('details', { id: it.operationId },
    h('summary', {},
      h('code', { class: 'docs-method' }, method.toUpperCase()),
      h('code', {}, path),
      h('span', { class: 'muted' }, it.summary)),
    h('div', { class: 'docs-body' },
      h('p', {}, access(api, it)),
      parameters(api, shared, it),
      body(api, it),
      answers(api, it)));
}

function group(api, tag) {
  const operations = Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]?.tags.includes(tag)).map((method) =>
      operation(api, path, item.parameters, method, item[method])));
  return h('section', { class: 'docs-group' }, h('h2', {}, tag), ...operations);
}

async function show() {
  const answer = await fetch('openapi.json');
  if (!answer.ok) {
    throw new Error(`openapi.json was answered with ${answer.status}`);
  }
  const api = await answer.json();
  home.replaceChildren(
    h('header', {},
      h('h1', {}, api.info.title),
      h('p', { class: 'muted' }, api.info.description),
      h('p', {}, h('a', { href: 'openapi.json' }, 'openapi.json'))),
    ...api.tags.map(({ name }) => group(api, name)));
  // An address such as docs#createEvent opens what it names.
  const named = document.getElementById(location.hash.slice(1));
  if (named) {
    named.open = true;
    named.scrollIntoView();
  }
}

show().catch((error) => home.replaceChildren(h('p', { role: 'alert' }, error.message)));
