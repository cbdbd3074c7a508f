/**
 * `<gregor-simulation name="log" scenario="torn-tail" href="/simulations/log/">`: a place in a page where
 * a simulation will run. Its code is loaded when a reader comes near it.
 *
 *     declared     what course/lesson/simulations.ts says of it, as JSON: a page has the texts of its own alone
 *     own-page     present on /simulations/NAME/: the page's address says what is on the screen
 *
 * Until then, and where there is no JavaScript, what stands inside the element is shown.
 */
import type { DeclaredSimulation } from '../../../course/lesson/simulations.ts';

const NEAR = '400px';

class GregorSimulation extends HTMLElement {
  #leave: (() => void) | undefined;
  #watch: IntersectionObserver | undefined;

  connectedCallback(): void {
    this.#watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        this.#watch?.disconnect();
        void this.#load();
      },
      { rootMargin: NEAR },
    );
    this.#watch.observe(this);
  }

  disconnectedCallback(): void {
    this.#watch?.disconnect();
    this.#leave?.();
  }

  async #load(): Promise<void> {
    const name = this.getAttribute('name') ?? '';
    askForFace(this);
    try {
      const { pages } = await import('./pages.ts');
      const { mount } = await (pages[name] ?? missing(name))();
      const declared = JSON.parse(this.getAttribute('declared') ?? '') as DeclaredSimulation;
      const stage = document.createElement('div');
      this.replaceChildren(stage);
      this.#leave = await mount(stage, { declared, ...this.#place() });
      this.dataset.ready = '';
    } catch (error) {
      const words = document.createElement('p');
      words.textContent = `This simulation could not be loaded: ${(error as Error).message}`;
      this.append(words);
    }
  }

  #place() {
    const page = new URL(this.getAttribute('href') ?? '', location.href);
    const isOwn = this.hasAttribute('own-page');
    return {
      scenario: this.getAttribute('scenario') ?? undefined,
      fragment: isOwn ? location.hash.slice(1) : undefined,
      link: (fragment: string) => `${page.origin}${page.pathname}#${fragment}`,
      show: isOwn
        ? (fragment: string) => history.replaceState(history.state, '', `#${fragment}`)
        : undefined,
    };
  }
}

/**
 * The face that code is set in is asked for with the code that will use it. Were it asked for by the first
 * byte that is drawn, it would come after that, and everything would be laid out twice.
 */
function askForFace(element: HTMLElement): void {
  const families = getComputedStyle(element).getPropertyValue('--gr-font-mono');
  if (families !== '') document.fonts.load(`1em ${families}`).catch(() => {});
}

function missing(name: string): () => never {
  return () => {
    throw new Error(`there is no simulation “${name}” here.`);
  };
}

customElements.define('gregor-simulation', GregorSimulation);
