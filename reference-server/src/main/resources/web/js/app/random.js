/** A random key; `crypto.randomUUID` exists in secure contexts only, and a page may be served over http. */
export function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
