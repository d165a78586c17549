import { defineErrors } from "@mall/kernel";

/** What can go wrong in the life of an order. Codes are API; the README lists them. */
export const OrderLifecycleErrors = defineErrors("order_lifecycle", {
  order_already_placed: [
    "NOT_ALLOWED",
    "The cart is an order already; pay the order instead of starting a new payment session",
  ],
});
