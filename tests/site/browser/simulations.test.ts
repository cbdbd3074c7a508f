/**
 * The simulations that run in steps, in a real browser: from the keyboard alone, by their links, and in the
 * worker the same as here.
 */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { simulations } from '../../../course/lesson/simulations.ts';
import {
  identityOf,
  readIdentity,
  writeIdentity,
} from '../../../site/simulations/core/identity.ts';
import { loadModel } from '../../../site/simulations/core/models.ts';
import { Run } from '../../../site/simulations/core/run.ts';
import type { Frame } from '../../../site/simulations/core/simulation.ts';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { inBrowser } from './simulation-page.ts';
import { axeFindings } from './watched-page.ts';

/** Resolves when the page has been drawn, and what waited for that has run. */
const drawn = `new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))`;

const NAMES = ['log', 'log-and-queue'];

describe.skipIf(chromiumPath === undefined).each(NAMES)(
  `the simulation %s${withBrowser}`,
  { timeout: 60_000 },
  (name) => {
    const { open } = inBrowser(name);

    const step = (page: Page) => page.locator('.gs-now b').innerText();
    const words = (page: Page) => page.locator('.gs-words li').allTextContents();
    const atStep = (page: Page, wanted: number) =>
      page.locator('.gs-now b', { hasText: new RegExp(`^step ${wanted}$`) }).waitFor();

    test('is stepped, rewound and gone to its end by keys alone', async () => {
      const page = await open('#step=0');
      expect(await step(page)).toBe('step 0');
      const first = await words(page);
      // The first thing that takes the focus is inside the simulation, and the keys work from there.
      await page.keyboard.press('Tab');
      await page.getByRole('button', { name: 'A step on' }).focus();
      await page.keyboard.press('ArrowRight');
      await atStep(page, 1);
      await page.keyboard.press('Shift+ArrowRight');
      await atStep(page, 11);
      expect(await words(page)).not.toEqual(first);
      await page.keyboard.press('ArrowLeft');
      await atStep(page, 10);
      await page.keyboard.press('End');
      await page.locator('.gs-now', { hasText: 'the end' }).waitFor();
      await page.keyboard.press('Home');
      await atStep(page, 0);
      expect(await words(page)).toEqual(first);
      await page.close();
    });

    test('opens where its scenario has something to see, and says where that is', async () => {
      const model = await loadModel(name);
      const identity = identityOf(model, Object.keys(model.scenarios)[0] as string);
      const page = await open();
      await atStep(page, identity.step);
      expect(await page.evaluate('location.hash')).toBe(`#${writeIdentity(model, identity)}`);
      const frames = await new Run(model, identity, nodeHost).frames(0, model.maxSteps);
      await page.locator('.gs-now', { hasText: `of ${(frames.at(-1) as Frame).step} ·` }).waitFor();
      const said = await page.locator('.gs-caption p').allTextContents();
      const happened = frames[identity.step]?.happened ?? [];
      expect(said.slice(0, happened.length)).toEqual(
        happened.slice(0, 3).map(({ where, words }) => `${where} ${words}`),
      );
      await page.close();
    });

    test('plays again from the beginning, after its end', async () => {
      const page = await open('#step=400');
      await page.getByRole('button', { name: 'Play again' }).press('Enter');
      await atStep(page, 1);
      await page.close();
    });

    test('plays and pauses by Space, wherever the focus is', async () => {
      const page = await open('#step=0');
      await page.getByRole('slider', { name: 'Step' }).focus();
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await atStep(page, 2);
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Play' }).waitFor();
      await page.close();
    });

    test('has a link that shows the same state, acts and all', async () => {
      const page = await open('#step=0');
      await page.getByRole('button', { name: 'A step on' }).focus();
      for (let count = 1; count <= 5; count += 1) {
        await page.keyboard.press('ArrowRight');
        await atStep(page, count);
      }
      const act = page.locator('.gs-offers button').last();
      await act.focus();
      await page.keyboard.press('Enter');
      await atStep(page, 6);
      // The button may be gone: the focus stays in the simulation all the same.
      await page.evaluate(drawn);
      await page.waitForFunction(`document.activeElement?.closest('.gs') !== null`);
      await page.keyboard.press('ArrowRight');
      await atStep(page, 7);
      await page.waitForFunction(`location.hash.endsWith('step=7')`);
      const fragment = await page.evaluate<string>('location.hash');
      expect(fragment).toMatch(/acts=5\./);
      const [state, events] = [
        await words(page),
        await page.locator('.gs-events li').allTextContents(),
      ];
      const other = await open(fragment);
      await atStep(other, 7);
      expect(await words(other)).toEqual(state);
      expect(await other.locator('.gs-events li').allTextContents()).toEqual(events);
      await Promise.all([page.close(), other.close()]);
    });

    test('runs in the browser’s worker as it does in Node', async () => {
      const model = await loadModel(name);
      for (const scenario of Object.keys(simulations[name]?.scenarios ?? {})) {
        const frames = await new Run(model, identityOf(model, scenario), nodeHost).frames(0, 40);
        // gzip is written by another compressor here than there: its sizes differ.
        if (model.codecs?.(identityOf(model, scenario).setup.options).length) continue;
        const last = frames.at(-1);
        const page = await open(`#scenario=${scenario}&step=${last?.step}`);
        await atStep(page, last?.step ?? 0);
        expect(await words(page)).toEqual(model.inWords(last?.state));
        await page.close();
      }
    });

    test('follows a link that is opened on its own page, and no other anchor', async () => {
      const page = await open('#step=0');
      await page.evaluate(`location.hash = '#step=3&seed=5'`);
      await atStep(page, 3);
      await page.waitForFunction(`location.hash.includes('seed=5')`);
      await page.evaluate(`location.hash = '#_top'`);
      await page.evaluate(drawn);
      expect(await step(page)).toBe('step 3');
      await page.close();
    });

    test('says what of a link makes no sense, and shows the rest', async () => {
      const page = await open('#scenario=nowhere&seed=x&step=3&%E0=1');
      await atStep(page, 3);
      const alert = await page.getByRole('alert').innerText();
      expect(alert).toContain('There is no scenario “nowhere”');
      expect(alert).toContain('A seed is a whole number');
      await page.close();
    });

    test('does not play by itself, and moves nothing where the reader wants no motion', async () => {
      const page = await open('#step=0', { reducedMotion: 'reduce' });
      expect(await step(page)).toBe('step 0');
      const moved = await page.evaluate(`[...document.querySelectorAll('.gs *')]
        .map((element) => getComputedStyle(element))
        .filter((style) => !/^(0m?s(, )?)+$/.test(style.transitionDuration) || style.animationName !== 'none')
        .length`);
      expect(moved).toBe(0);
      await page.close();
    });

    test('axe finds nothing, in light and dark', async () => {
      const page = await open('#step=12');
      await atStep(page, 12);
      // Colours on their way from light to dark are neither.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    });

    test.each([390, 1440])('at %d pixels nothing is wider than the page', async (width) => {
      for (const scenario of Object.keys(simulations[name]?.scenarios ?? {})) {
        const page = await open(`#scenario=${scenario}&step=16`, width);
        await atStep(page, 16);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
        await page.close();
      }
    });

    test('leaves what is being typed alone while it plays', async () => {
      const page = await open('#step=0');
      await atStep(page, 0);
      await page.getByRole('button', { name: 'Play' }).press('Enter');
      await page.getByLabel('Seed').fill('12');
      const before = await step(page);
      await page.locator('.gs-now b', { hasNotText: before }).waitFor();
      expect(await page.getByLabel('Seed').inputValue()).toBe('12');
      await page.close();
    });

    test('keeps what the reader did when the seed is another', async () => {
      const model = await loadModel(name);
      const page = await open('#step=4');
      await atStep(page, 4);
      await page.locator('.gs-offers button').first().click();
      await atStep(page, 5);
      await page.getByLabel('Seed').fill('12');
      await page.keyboard.press('Enter');
      await page.waitForFunction(`location.hash.includes('seed=12')`);
      await atStep(page, 5);
      const fragment = await page.evaluate<string>('location.hash');
      const { identity } = readIdentity(model, fragment.slice(1));
      expect(identity.setup.seed).toBe(12);
      expect(identity.acts).toHaveLength(1);
      await page.close();
    });
  },
);
