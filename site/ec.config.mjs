/**
 * How blocks of code in lessons look. In a file of its own, because Starlight's <Code> component,
 * too, reads it.
 *
 * A word of code gets a class, not a colour: the colours are src/styles/tokens.css, one for light and
 * dark, and a page is a third as long. What is a keyword is known by a theme whose colours are no
 * colours but names: `#000001` is the first of the classes.
 */
import { defineEcConfig } from '@astrojs/starlight/expressive-code';

/** Class by class, what of TextMate's scopes it colours; later ones win over earlier ones. */
const SCOPES = {
  punctuation: ['punctuation', 'meta.brace', 'keyword.operator', 'meta.delimiter'],
  property: ['variable.other.property', 'meta.object-literal.key', 'support.type.property-name'],
  type: ['entity.name.type', 'entity.other.inherited-class', 'support.type', 'support.class'],
  function: ['entity.name.function', 'support.function', 'meta.function-call entity.name.function'],
  keyword: [
    ...['keyword', 'storage', 'variable.language', 'constant.language', 'keyword.operator.new'],
    ...['keyword.operator.expression', 'keyword.control'],
  ],
  number: ['constant.numeric', 'constant.character.escape', 'variable.parameter.option'],
  string: ['string', 'punctuation.definition.string'],
  comment: ['comment', 'punctuation.definition.comment'],
};
const classes = Object.keys(SCOPES);
const colourOf = (name) => `#${(classes.indexOf(name) + 1).toString(16).padStart(6, '0')}`;

const theme = {
  name: 'gregor',
  type: 'dark',
  colors: { 'editor.background': '#101316', 'editor.foreground': '#dcdcd5' },
  tokenColors: Object.entries(SCOPES).map(([name, scope]) => ({
    scope,
    settings: { foreground: colourOf(name) },
  })),
};

const classByStyle = new Map(classes.map((name) => [`--0:${colourOf(name)}`, `gr-tok-${name}`]));

/** Puts the class where the theme's colour stands. */
function nameWords(node) {
  for (const child of node.children ?? []) {
    const style = child.properties?.style;
    if (typeof style === 'string') {
      const name = classByStyle.get(style.split(';')[0].toLowerCase());
      delete child.properties.style;
      if (name !== undefined) child.properties.className = [name];
    }
    nameWords(child);
  }
}

const classesInsteadOfColours = {
  name: 'gregor-classes',
  hooks: { postprocessRenderedLine: ({ renderData }) => nameWords(renderData.lineAst) },
};

/**
 * A block that may scroll can be reached by keyboard, from the start. Where none is there yet,
 * Expressive Code's script makes it a landmark as well: a page then has dozens without a name. (The
 * script takes the index away where nothing scrolls.)
 */
function makeReachable(node) {
  if (node.tagName === 'pre') node.properties.tabIndex = 0;
  for (const child of node.children ?? []) makeReachable(child);
}

const reachableByKeyboard = {
  name: 'gregor-reachable',
  hooks: { postprocessRenderedBlock: ({ renderData }) => makeReachable(renderData.blockAst) },
};

export default defineEcConfig({
  themes: [theme],
  plugins: [classesInsteadOfColours, reachableByKeyboard],
  minSyntaxHighlightingColorContrast: 0,
  useDarkModeMediaQuery: false,
  styleOverrides: {
    borderRadius: 'var(--gr-radius-m)',
    borderColor: 'var(--gr-line)',
    codeBackground: 'var(--gr-code-ground)',
    codeForeground: 'var(--gr-code-ink)',
    codeFontFamily: 'var(--gr-font-mono)',
    codeFontSize: 'var(--gr-code-m)',
    codeLineHeight: 'var(--gr-leading-code)',
    codePaddingBlock: '0.75rem',
    codePaddingInline: '1rem',
    codeSelectionBackground: 'var(--gr-accent-line)',
    uiFontFamily: 'var(--gr-font-ui)',
    uiFontSize: 'var(--gr-text-xs)',
    uiSelectionBackground: 'var(--gr-accent-line)',
    focusBorder: 'var(--gr-focus)',
    scrollbarThumbColor: 'var(--gr-line-strong)',
    scrollbarThumbHoverColor: 'var(--gr-ink-faint)',
    gutterForeground: 'var(--gr-ink-faint)',
    gutterHighlightForeground: 'var(--gr-ink)',
    frames: {
      frameBoxShadowCssValue: 'none',
      editorBackground: 'var(--gr-code-ground)',
      editorTabBarBackground: 'var(--gr-code-ground)',
      editorTabBarBorderColor: 'var(--gr-line)',
      editorTabBarBorderBottomColor: 'var(--gr-line)',
      editorActiveTabBackground: 'transparent',
      editorActiveTabForeground: 'var(--gr-ink-soft)',
      editorActiveTabBorderColor: 'transparent',
      editorActiveTabIndicatorTopColor: 'transparent',
      editorActiveTabIndicatorBottomColor: 'transparent',
      terminalBackground: 'var(--gr-code-ground)',
      terminalTitlebarBackground: 'var(--gr-code-ground)',
      terminalTitlebarForeground: 'var(--gr-ink-soft)',
      terminalTitlebarBorderBottomColor: 'var(--gr-line)',
      terminalTitlebarDotsOpacity: '0',
      inlineButtonForeground: 'var(--gr-ink-soft)',
      inlineButtonBackground: 'var(--gr-paper-raised)',
      inlineButtonBorder: 'var(--gr-line-strong)',
      tooltipSuccessBackground: 'var(--gr-ok-ink)',
      tooltipSuccessForeground: 'var(--gr-paper)',
    },
  },
});
