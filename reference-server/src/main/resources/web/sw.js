/* Shows what comes while no page is open. It keeps no files: the page is always the server's own. */

self.addEventListener('push', (event) => {
  const { id, title, body } = event.data?.json() ?? {};
  if (title) {
    // The same id again takes the place of what is shown.
    event.waitUntil(self.registration.showNotification(title, { body, tag: id, icon: 'icon.svg' }));
  }
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage());
});

async function openPage() {
  const [page] = await self.clients.matchAll({ type: 'window' });
  return page ? page.focus() : self.clients.openWindow('./');
}
