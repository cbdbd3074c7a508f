/**
 * What is shown while the site is being built: a page that needs nothing of it, listens to the same
 * events as all others, and loads itself again when there is something to see.
 */
import type { SiteNews } from '../messages.ts';

export function beingBuiltPage(news: SiteNews, token: string): string {
  const failed = news.state === 'failed';
  const title = failed ? 'The site can’t be built' : 'The site is being built';
  const text = failed
    ? `<p>Its build ended with a fault. It begins again when a file of the course changes.</p>
       <pre>${escaped(news.says ?? '')}</pre>`
    : `<p>This takes half a minute the first time, and after a change of the course. The page
       opens by itself.</p><p class="bar" role="presentation"></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="gregor-workbench" content="${token}">
<title>${title} · Gregor</title><style>${STYLE}</style>
<noscript><meta http-equiv="refresh" content="3"></noscript></head>
<body><main><h1>${title}</h1>${text}</main><script type="module">${SCRIPT}</script></body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.6 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center;
  background: light-dark(#fbfaf7, #14161a); color: light-dark(#22262c, #dfe3e8); }
main { box-sizing: border-box; width: min(34rem, 100%); padding: 2rem; } h1 { font-size: 1.5rem; }
pre { font-size: .8125rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.bar { height: 3px; background: linear-gradient(90deg, transparent, currentcolor, transparent)
  0 / 40% no-repeat; animation: run 1.6s infinite; opacity: .5; }
@keyframes run { from { background-position: -60% 0 } to { background-position: 160% 0 } }
@media (prefers-reduced-motion: reduce) { .bar { animation: none } }`;

/** Any word on the site is a reason to look again: it is ready, or has failed. */
const SCRIPT = `
const token = document.querySelector('meta[name=gregor-workbench]').content;
async function listen() {
  const response = await fetch('/workbench/events', { headers: { 'gregor-token': token } });
  if (response.status === 401) return location.reload();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; ;) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
    const all = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data));
    const site = all.findLast((one) => one.site)?.site;
    const isFailed = document.querySelector('pre') !== null;
    if (site && (site.state === 'ready' || (site.state === 'failed') !== isFailed)) {
      return location.reload();
    }
    text = text.slice(text.lastIndexOf('\\n\\n') + 2);
  }
  throw new Error('the connection ended');
}
const again = () => listen().catch(() => setTimeout(again, 1000));
again();`;
