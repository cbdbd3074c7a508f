/**
 * The byte inspector in a real browser: from the keyboard alone, by its links, and with what one pastes.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { nodeHost } from '#env/node/node-host.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { inspectorLink } from '../../../site/simulations/byte-inspector/link.ts';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { inBrowser } from './simulation-page.ts';
import { axeFindings } from './watched-page.ts';

describe.skipIf(chromiumPath === undefined)(
  `the byte inspector${withBrowser}`,
  { timeout: 60_000 },
  () => {
    const { open } = inBrowser('byte-inspector');

    const field = (page: Page) => page.locator('.bi-way').innerText();
    const answer = (page: Page) => page.locator('.bi-answer').innerText();
    const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

    async function words(page: Page): Promise<string> {
      return (
        await page.locator('.bi-footer details').first().locator('li').allTextContents()
      ).join('\n');
    }

    test('is gone through by arrows, written over and put right by keys alone', async () => {
      const page = await open();
      await page.locator('[role=grid]').focus();
      expect(flat(await field(page))).toBe('requests › frame[0] › size');
      for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
      expect(flat(await field(page))).toBe('requests › frame[0] › header › requestApiKey');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Home');
      await page.keyboard.press('Control+End');
      await page.keyboard.press('ArrowUp');
      const before = await words(page);
      await page.keyboard.type('55');
      await page.locator('.bi-refused').waitFor();
      expect(await answer(page)).toContain('error 2, CORRUPT_MESSAGE');
      expect(await words(page)).toMatch(/crc: The CRC says 0x/);
      await page.keyboard.press('Backspace');
      await page.locator('.bi-accepted').waitFor();
      expect(await words(page)).toBe(before);
      await page.close();
    });

    test('goes from the bytes to the tree, and from a field back to its bytes', async () => {
      const page = await open();
      await page.locator('[role=grid]').focus();
      for (let tries = 0; tries < 20; tries++) {
        await page.keyboard.press('Tab');
        if ((await page.locator('[role=tree]:focus').count()) === 1) break;
      }
      expect(await page.locator('[role=tree]:focus').count()).toBe(1);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      expect(flat(await field(page))).toBe('requests › frame[0] › header › requestApiVersion');
      await page.keyboard.press('Enter');
      expect(await page.locator('[role=grid]:focus').count()).toBe(1);
      expect(await page.locator('.bi-cells .bi-chosen').count()).toBe(2);
      await page.close();
    });

    test('takes a byte in its field below, after Enter', async () => {
      const page = await open('#scenario=a-request');
      await page.locator('[role=grid]').focus();
      for (let step = 0; step < 7; step++) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await page.keyboard.type('63');
      await page.keyboard.press('Enter');
      expect(await page.locator('[role=grid]:focus').count()).toBe(1);
      await page.getByRole('button', { name: 'Send these bytes to a broker' }).press('Enter');
      await page.locator('.bi-refused').waitFor();
      expect(await answer(page)).toContain('error 35, UNSUPPORTED_VERSION');
      await page.close();
    });

    test.each(['a-batch', 'a-changed-byte', 'compressed', 'an-index', 'a-request'])(
      '%s is shown again by the address that it leads to',
      async (scenario) => {
        const page = await open(`#scenario=${scenario}`);
        const fragment = await page.evaluate<string>('location.hash');
        const again = await open(fragment);
        expect(await words(again)).toBe(await words(page));
        expect(await again.locator('.bi-hex').innerText()).toBe(
          await page.locator('.bi-hex').innerText(),
        );
        expect(await again.evaluate<string>('location.hash')).toBe(fragment);
        await page.close();
        await again.close();
      },
    );

    test('reads what is pasted, and answers rubbish with a sentence', async () => {
      const page = await open();
      await page.getByRole('button', { name: 'Paste bytes' }).press('Enter');
      const box = page.getByRole('textbox', { name: /^Hexadecimal/ });
      await box.fill(
        '00000000: 0012 0003 0000 0007 0001 6100 0262 0263  ........a..b.c\n00000010: 00',
      );
      await page.getByRole('button', { name: 'Look at these bytes' }).press('Enter');
      await page.getByText('its size is missing. ApiVersions v3').waitFor();
      expect(await page.locator('.bi-hex [role=gridcell]').count()).toBe(17);
      await box.fill('no bytes');
      await page.getByRole('button', { name: 'Look at these bytes' }).press('Enter');
      await page.getByText('is no hexadecimal digit').waitFor();
      await page.close();
    });

    test('says what is being tried, in the page and in its link, until the reader brings his own', async () => {
      const page = await open();
      const tried = page.getByRole('combobox', { name: 'What to try' });
      expect(await tried.inputValue()).toBe('a-batch');
      await tried.selectOption('a-changed-byte');
      await page.locator('.bi-refused').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.locator('.bi-accepted').waitFor();
      const again = await open(await page.evaluate<string>('location.hash'));
      expect(await words(again)).toBe(await words(page));
      for (const one of [page, again]) {
        expect(await one.getByRole('combobox', { name: 'What to try' }).inputValue()).toBe(
          'a-changed-byte',
        );
      }
      await again.getByRole('button', { name: 'Paste bytes' }).press('Enter');
      await again.getByRole('textbox', { name: /^Hexadecimal/ }).fill('00 00 00 01');
      await again.getByRole('button', { name: 'Look at these bytes' }).press('Enter');
      await again
        .locator('option:checked', { hasText: 'My own bytes' })
        .waitFor({ state: 'attached' });
      await Promise.all([page.close(), again.close()]);
    });

    test('asks a broker in a worker, also about compressed bytes that somebody pasted', async () => {
      const records = [{ timestamp: 0, value: new TextEncoder().encode('packed '.repeat(20)) }];
      const batch = encodeBatch({ records, codec: 'gzip', codecs: nodeHost.codecs });
      const page = await open(inspectorLink(batch, 'record-batch')?.replace(/^.*#/, '#'));
      expect(page.workers()).toHaveLength(0);
      await page.getByRole('button', { name: 'Send these bytes to a broker' }).press('Enter');
      await page.locator('.bi-accepted').waitFor();
      expect(await answer(page)).toContain('no error; the first record got offset 0.');
      expect(page.workers()).toHaveLength(1);
      await page.close();
    });

    test('takes the headers off a packet of tcpdump, and says so', async () => {
      const page = await open();
      await page.getByRole('button', { name: 'Paste bytes' }).press('Enter');
      const capture = new URL(
        '../simulations/byte-inspector/captures/loopback-X.txt',
        import.meta.url,
      );
      await page.getByRole('textbox', { name: /^Hexadecimal/ }).fill(readFileSync(capture, 'utf8'));
      await page.getByRole('button', { name: 'Look at these bytes' }).press('Enter');
      await page.getByText('without the headers (IPv4 20, TCP 32) 29 bytes are left.').waitFor();
      expect(await page.locator('.bi-hex [role=gridcell]').count()).toBe(29);
      await page.close();
    });

    test('takes a link with rubbish in it, and says so', async () => {
      const page = await open('#b=%25%25&v=x&e=z');
      expect(await page.locator('[role=alert]').innerText()).toContain('damaged');
      expect(await page.locator('.bi-hex').count()).toBe(1);
      await page.close();
    });

    test.each([
      [390, 8],
      [1100, 16],
      [1900, 32],
    ])(
      'at %d pixels has %d bytes in a row, and nothing wider than the page',
      async (width, bytes) => {
        const page = await open('#scenario=a-request', width);
        const wanted = bytes === 32 ? 29 : bytes;
        await page.waitForFunction(
          `document.querySelector('.bi-cells')?.childElementCount === ${wanted}`,
        );
        const cut = `[...document.querySelectorAll('.bi-name')]
          .filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent)`;
        expect(await page.evaluate(cut)).toEqual([]);
        const wider = await page.evaluate<number>(
          'document.documentElement.scrollWidth - innerWidth',
        );
        expect(wider).toBeLessThanOrEqual(0);
        await page.close();
      },
    );

    test.each(['a-changed-byte', 'a-request'])('%s: axe finds nothing', async (scenario) => {
      const page = await open(`#scenario=${scenario}`);
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    });
  },
);
