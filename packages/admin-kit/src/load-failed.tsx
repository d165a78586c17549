import { Button, Text } from "@medusajs/ui";

/** In the place of what could not be loaded: what that is, and a button that tries again. */
export const LoadFailed = (props: { message: string; retry: string; onRetry: () => unknown }) => (
  <div className="flex items-center justify-between px-6 py-4">
    <Text size="small">{props.message}</Text>
    <Button size="small" variant="secondary" onClick={() => void props.onRetry()}>
      {props.retry}
    </Button>
  </div>
);
