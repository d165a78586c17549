import { startShop } from "./shop";
import { once } from "./run-scope";

/**
 * Before tests of the whole: the running shop. A failure is told to the suites that need it, so
 * that the others still run.
 */
export default async function setUpStack(): Promise<void> {
  const begin = performance.now();
  console.log("Starting the shop for the tests; its logs are in .mall/test/logs");
  try {
    process.env.MALL_TEST_STACK = JSON.stringify(await once("shop", startShop));
    console.log(`The shop was ready after ${Math.round((performance.now() - begin) / 1000)} s`);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    console.error(`\nThe shop for the tests does not start. ${problem}\n`);
    process.env.MALL_TEST_STACK = JSON.stringify({ problem: problem.split("\n")[0] });
  }
}
