import Medusa from "@medusajs/js-sdk";

/** The admin is served by the API it talks to, and logged in with its session. */
export const client = new Medusa({ baseUrl: "/", auth: { type: "session" } });
