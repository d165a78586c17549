import { Button, Text } from "@medusajs/ui";
import { useTranslation } from "react-i18next";

/** What is shown instead of something that could not be loaded. */
export const LoadFailed = ({ retry }: { retry: () => unknown }) => {
  const { t } = useTranslation("afterSale");
  return (
    <div className="flex items-center justify-between px-6 py-4">
      <Text size="small">{t("loadFailed")}</Text>
      <Button size="small" variant="secondary" onClick={() => void retry()}>
        {t("retry")}
      </Button>
    </div>
  );
};
