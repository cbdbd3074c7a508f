/**
 * The button for light and dark. The choice is kept under the name that Starlight gives it; whoever has
 * chosen nothing follows the system, also when it changes.
 */
const KEY = 'starlight-theme';
const WORDS = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;
type Choice = keyof typeof WORDS;
const NEXT: Readonly<Record<Choice, Choice>> = { system: 'light', light: 'dark', dark: 'system' };

const light = matchMedia('(prefers-color-scheme: light)');

function choice(): Choice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

function choose(next: Choice): void {
  try {
    localStorage.setItem(KEY, next === 'system' ? '' : next);
  } catch {
    // A browser that keeps nothing shows it all the same, until the next page.
  }
  show(next);
}

function show(now: Choice): void {
  const system = light.matches ? 'light' : 'dark';
  document.documentElement.dataset.theme = now === 'system' ? system : now;
  for (const button of document.querySelectorAll<HTMLElement>('gr-theme button')) {
    button.dataset.choice = now;
    const words = button.querySelector('span');
    if (words !== null) words.textContent = WORDS[now];
  }
}

class Theme extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    if (button === null) return;
    button.hidden = false;
    button.title = 'Light, dark, or as the system';
    button.addEventListener('click', () => choose(NEXT[choice()]));
    show(choice());
  }
}

customElements.define('gr-theme', Theme);
light.addEventListener('change', () => show(choice()));
