/**
 * How blocks of code in lessons look. In a file of its own, because Starlight's <Code> component,
 * too, reads it.
 */
import { defineEcConfig } from '@astrojs/starlight/expressive-code';

export default defineEcConfig({
  themes: ['github-dark', 'github-light'],
  styleOverrides: { borderRadius: '0.4rem' },
});
