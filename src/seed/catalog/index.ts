import { dairyAndBakery } from "./dairy-and-bakery";
import { freshVegetables } from "./fresh-vegetables";
import { meatAndEggs } from "./meat-and-eggs";
import { pantry } from "./pantry";
import { seafood } from "./seafood";
import { seasonalFruit } from "./seasonal-fruit";
import type { CatalogCategory } from "./types";

/** The whole assortment; the order is the order of the categories in the shop. */
export const catalog: readonly CatalogCategory[] = [
  seasonalFruit,
  freshVegetables,
  meatAndEggs,
  seafood,
  pantry,
  dairyAndBakery,
];
