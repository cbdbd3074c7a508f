/** What an .astro file exports, for the type check: its parts are checked as Astro compiles it. */
declare module '*.astro' {
  const component: (props: Record<string, unknown>) => unknown;
  export default component;
}
