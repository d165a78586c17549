/**
 * The admin speaks Chinese to whoever has not chosen a language. Medusa keeps the choice in the
 * cookie or the localStorage entry `lng`; a script that runs before the admin writes the default.
 */
const chineseByDefault = `
  if (!/(?:^|; )lng=/.test(document.cookie) && !localStorage.getItem("lng")) {
    localStorage.setItem("lng", "zhCN");
  }
`;

/**
 * Medusa's order list fetches a picture of each country's flag from a public CDN: a request to
 * outsiders for every merchant, and a broken picture without the internet. The flag of the font
 * does as well.
 */
const countryFlag = `
  import { createElement } from "react";
  const FIRST_INDICATOR = 0x1f1e6 - "A".charCodeAt(0);
  export function ReactCountryFlag({ countryCode, svg, cdnUrl, cdnSuffix, ...rest }) {
    const letters = [...countryCode.toUpperCase()];
    const flag = letters.map((one) => String.fromCodePoint(FIRST_INDICATOR + one.charCodeAt(0)));
    return createElement("span", { role: "img", "aria-label": countryCode, ...rest }, flag.join(""));
  }
  export default ReactCountryFlag;
`;
const COUNTRY_FLAG_ID = "\0mall-country-flag";

export const adminBuildOptions = {
  vite: () => ({
    plugins: [
      {
        name: "mall-chinese-by-default",
        transformIndexHtml: () => [
          { tag: "script", injectTo: "head-prepend" as const, children: chineseByDefault },
        ],
      },
      {
        name: "mall-own-country-flags",
        enforce: "pre" as const,
        resolveId: (id: string) => (id === "react-country-flag" ? COUNTRY_FLAG_ID : undefined),
        load: (id: string) => (id === COUNTRY_FLAG_ID ? countryFlag : undefined),
      },
    ],
  }),
};
