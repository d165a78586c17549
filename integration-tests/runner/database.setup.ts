import { testPostgres } from "./test-postgres";

/**
 * Before module tests: a PostgreSQL, told to Medusa's test utilities in their own variables.
 * A failure is told to the suites that need it, so that the others still run.
 */
export default async function setUpDatabase(): Promise<void> {
  try {
    const server = new URL(await testPostgres());
    // Medusa's utilities insist on TLS for any host that is not called localhost.
    const isLocal = ["127.0.0.1", "[::1]"].includes(server.hostname);
    process.env.DB_HOST = isLocal ? "localhost" : server.hostname;
    process.env.DB_PORT = server.port || "5432";
    process.env.DB_USERNAME = decodeURIComponent(server.username);
    process.env.DB_PASSWORD = decodeURIComponent(server.password);
  } catch (error) {
    process.env.MALL_TEST_DATABASE_PROBLEM = String(error);
  }
}
