import { Client, escapeIdentifier } from "pg";
import { errorCode, errorMessage, UserError } from "./errors";

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens one connection. Like Medusa, uses TLS without checking the certificate when the server
 * insists on TLS and the address does not say how.
 *
 * @param databaseUrl postgres://user:password@host:port/database
 * @throws the driver's error, after 5 s at the latest
 */
export async function connect(databaseUrl: string): Promise<Client> {
  try {
    return await connectOnce({ connectionString: databaseUrl });
  } catch (error) {
    if (errorCode(error) === "28000" && /no encryption|SSL off/.test(errorMessage(error))) {
      return connectOnce({ connectionString: databaseUrl, ssl: { rejectUnauthorized: false } });
    }
    throw error;
  }
}

async function connectOnce(options: ConstructorParameters<typeof Client>[0]): Promise<Client> {
  const client = new Client({
    ...(typeof options === "object" ? options : {}),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "mall",
  });
  // A connection that breaks while idle is noticed by the next query.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
}

/** Opens a connection, hands it to `use` and closes it whatever happens. */
export async function withConnection<T>(
  databaseUrl: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect(databaseUrl);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes sure that the database of `databaseUrl` is there, and creates it when only it is missing.
 *
 * @returns whether it was created
 * @throws UserError naming DATABASE_URL when nothing usable answers within 5 s
 */
export async function ensureDatabase(databaseUrl: string): Promise<boolean> {
  try {
    await withConnection(databaseUrl, (client) => client.query("SELECT 1"));
    return false;
  } catch (error) {
    if (errorCode(error) !== "3D000") {
      throw new UserError(connectionProblem(databaseUrl, error));
    }
  }
  await createDatabase(databaseUrl);
  return true;
}

async function createDatabase(databaseUrl: string): Promise<void> {
  const name = databaseName(databaseUrl);
  try {
    await withConnection(withDatabase(databaseUrl, "postgres"), (client) =>
      client.query(`CREATE DATABASE ${escapeIdentifier(name)}`),
    );
  } catch (error) {
    // 42P04: somebody else created it in between.
    if (errorCode(error) !== "42P04") {
      throw new UserError(
        `The database "${name}" does not exist and could not be created (${errorMessage(error)}): create it, or change DATABASE_URL.`,
      );
    }
  }
}

/**
 * Copies a database; for tests, which migrate and seed once and copy per suite. Nobody may be
 * connected to `template` meanwhile.
 *
 * @param adminUrl any database of the same server, with a user that may create databases
 * @param name the copy
 */
export async function createDatabaseFromTemplate(
  adminUrl: string,
  name: string,
  template: string,
): Promise<string> {
  const [copy, source] = [escapeIdentifier(name), escapeIdentifier(template)];
  await withConnection(withDatabase(adminUrl, "postgres"), (client) =>
    // FILE_COPY copies files instead of logging every page, which is several times faster.
    client.query(`CREATE DATABASE ${copy} TEMPLATE ${source} STRATEGY = FILE_COPY`),
  );
  return withDatabase(adminUrl, name);
}

/** Removes a database when it exists, also when somebody is connected to it. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withConnection(withDatabase(adminUrl, "postgres"), (client) =>
    client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** The same server and user, another database. */
export function withDatabase(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.toString();
}

/** The database's name in an address. */
export function databaseName(databaseUrl: string): string {
  return decodeURIComponent(new URL(databaseUrl).pathname.slice(1));
}

/** Why `databaseUrl` does not work, in one sentence without its password. */
function connectionProblem(databaseUrl: string, error: unknown): string {
  const { hostname, port, username, searchParams } = new URL(databaseUrl);
  const where = `${searchParams.get("host") ?? hostname}:${port === "" ? "5432" : port}`;
  switch (errorCode(error)) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `DATABASE_URL names the host ${hostname}, which is not known: check its spelling and the network.`;
    case "ECONNREFUSED":
      return `Nothing answers at ${where}: start that PostgreSQL, or correct DATABASE_URL.`;
    case "28P01":
    case "28000":
      return `The PostgreSQL at ${where} does not let ${username} in (${errorMessage(error)}): correct user and password in DATABASE_URL.`;
    case "53300":
      return `The PostgreSQL at ${where} has no connection left: close some, or point DATABASE_URL at another one.`;
    case "57P03":
      return `The PostgreSQL at ${where} is still starting up: wait a moment and start again, or change DATABASE_URL.`;
    default:
      return /timeout|timed out/i.test(errorMessage(error))
        ? `Nothing that speaks PostgreSQL answered at ${where} within ${String(CONNECT_TIMEOUT_MS / 1000)} s: correct DATABASE_URL.`
        : `What answers at ${where} is not a usable PostgreSQL (${errorMessage(error)}): correct DATABASE_URL.`;
  }
}
