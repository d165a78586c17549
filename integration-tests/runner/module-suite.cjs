// Before each suite of module tests.
const { MetadataStorage } = require("@medusajs/framework/mikro-orm/core");

if (process.env.MALL_TEST_DATABASE_PROBLEM) {
  throw new Error(`There is no PostgreSQL to test on. ${process.env.MALL_TEST_DATABASE_PROBLEM}`);
}

// MikroORM keeps the entities of all modules that were ever loaded in one global store; a suite
// starts from an empty one.
MetadataStorage.clear();
