/** The server side of this plugin is empty: it extends the admin only. */
export {};
