/** What a shopper chooses between, in the order in which the shop shows it. */
export interface CatalogOption {
  title: string;
  values: readonly string[];
}

export interface CatalogVariant {
  /** Unique in the whole catalog; the key by which a later run finds the variant. */
  sku: string;
  /** One value per option of the product, in the order of the options. */
  values: readonly string[];
  /** Yuan with two decimals, tax included. */
  price: string;
  /** Pieces in the warehouse on the day of the opening. */
  stock: number;
  /** Grams, packaging included. */
  weight: number;
}

export interface CatalogProduct {
  /** English kebab-case; also the name of the product's picture. */
  handle: string;
  title: string;
  subtitle: string;
  description: string;
  options: readonly CatalogOption[];
  variants: readonly CatalogVariant[];
}

export interface CatalogCategory {
  /** English kebab-case; also the name of the category's picture. */
  handle: string;
  name: string;
  description: string;
  products: readonly CatalogProduct[];
}
