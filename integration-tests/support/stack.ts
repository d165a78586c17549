import type { MallAddresses } from "./addresses";

/** The shop that tests of the whole share, see `runner/shop.ts`. */
export interface Stack extends MallAddresses {
  /** The database of this run, which is dropped at its end. */
  database_url: string;
  /** A migrated and seeded database on the same server, to copy: nobody may connect to it. */
  template_database: string;
  /** The output of the server. */
  server_log: string;
  /** All settings of the server, to start another one beside it. */
  environment: Record<string, string>;
}

/**
 * Where the running shop is.
 *
 * @throws Error when it could not be started; that is then this suite's failure
 */
export function stack(): Stack {
  const told = process.env.MALL_TEST_STACK;
  if (!told) throw new Error("There is no shop: only http, fault and e2e specs are given one");
  const answer = JSON.parse(told) as Stack | { problem: string };
  if ("problem" in answer) throw new Error(`The shop does not run: ${answer.problem}`);
  return answer;
}
