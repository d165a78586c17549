/**
 * The admin speaks Chinese to whoever has not chosen a language. Medusa keeps the choice in the
 * cookie or the localStorage entry `lng`; a script that runs before the admin writes the default.
 */
const chineseByDefault = `
  if (!/(?:^|; )lng=/.test(document.cookie) && !localStorage.getItem("lng")) {
    localStorage.setItem("lng", "zhCN");
  }
`;

export const adminBuildOptions = {
  vite: () => ({
    plugins: [
      {
        name: "mall-chinese-by-default",
        transformIndexHtml: () => [
          { tag: "script", injectTo: "head-prepend" as const, children: chineseByDefault },
        ],
      },
    ],
  }),
};
