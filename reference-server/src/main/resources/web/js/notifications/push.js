/* Whether this browser gets push messages, and letting it begin and end. */

const worker = () => navigator.serviceWorker.register('sw.js');

/** Not every browser has it, and none on a page that came without TLS from another machine. */
export const canPush = (app) =>
  Boolean(app.config.vapidPublicKey) &&
  'serviceWorker' in navigator &&
  'PushManager' in window &&
  'Notification' in window;

/** Asks the person, then the browser's push service, and tells the server. */
export async function subscribeHere(app) {
  if ((await Notification.requestPermission()) !== 'granted') {
    return false;
  }
  await worker();
  const registration = await navigator.serviceWorker.ready;
  const subscription =
    (await registration.pushManager.getSubscription()) ??
    (await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytes(app.config.vapidPublicKey),
    }));
  const { endpoint, keys } = subscription.toJSON();
  await app.api.subscribePush({ kind: 'webpush', endpoint, keys });
  return true;
}

function bytes(base64url) {
  const base64 = base64url.replace(/-/g, '+').replace(/_/g, '/');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
