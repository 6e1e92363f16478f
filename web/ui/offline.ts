/** Keeps the files of the site in the browser, so that the page opens without a network. Only the built site has a worker for it. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = (): void => {
    // A browser that refuses (private window, no HTTPS) has a page that works online.
    navigator.serviceWorker.register('./service-worker.js').catch(() => {});
  };
  // Once everything is quiet: fetching 9 MB must not slow the first view.
  if (document.readyState === 'complete') setTimeout(register, 1000);
  else addEventListener('load', () => setTimeout(register, 1000));
}
