import { styleText } from "node:util";
import type { DevFile } from "./dev-file";

export interface SummaryFacts extends DevFile {
  /** Relative to the checkout. */
  log_directory: string;
  /** Whether the admin's password was made just now, and is shown here for the only time. */
  password_is_new: boolean;
  /** Whether the terminal understands colours. */
  colours: boolean;
}

/** What a person wants to know when the shop is up. */
export function summary(facts: SummaryFacts): string {
  const strong = (text: string): string => (facts.colours ? styleText("bold", text) : text);
  const rows: [string, string][] = [
    ["Admin", `${strong(facts.admin_url)}   ${login(facts)}`],
    [
      "Store API",
      `${strong(`${facts.api_url}/store`)}   x-publishable-api-key: ${facts.publishable_key}`,
    ],
    [
      "WeChat",
      facts.simulator_url === null
        ? "the real one"
        : `${strong(facts.simulator_url)}   simulated: shows the books, pays or refuses`,
    ],
    ["Logs", facts.log_directory],
  ];
  return [
    "",
    strong("The shop is open."),
    "",
    ...rows.map(([name, value]) => `  ${name.padEnd(10)} ${value}`),
    "",
    `  Try next: ${strong("npm run demo")} sends a shopper who logs in, orders and pays;`,
    "            the paid order then shows in the admin. Ctrl-C stops everything.",
    "",
  ].join("\n");
}

function login(facts: SummaryFacts): string {
  const { email, password } = facts.admin;
  if (password === null) {
    return `${email}, with the password that was chosen for it (MALL_ADMIN_PASSWORD)`;
  }
  return `${email} / ${password}${facts.password_is_new ? "  (made for you, kept in .mall/secrets.json)" : ""}`;
}
