import { Modal, type ModalProps } from "@mantine/core";
import { useEffect, useState } from "react";

type DialogProps = Omit<ModalProps, "opened" | "returnFocus">;

/**
 * A dialog that is open while it is mounted. The focus begins at the element with `data-autofocus`, and returns to the element that has
 * opened the dialog. Mantine returns it only if the dialog stays mounted.
 */
export function Dialog(props: DialogProps) {
  useFocusReturn();
  return <Modal closeButtonProps={{ "aria-label": "Close" }} {...props} opened returnFocus={false} />;
}

function useFocusReturn(): void {
  const [opener] = useState(() => openerOf(document.activeElement));
  useEffect(
    () => () => {
      if (document.activeElement !== document.body) return;
      // The action of the dialog may have removed the opener.
      const target = opener?.isConnected ? opener : document.querySelector<HTMLElement>("h1");
      target?.focus({ preventScroll: true });
    },
    [opener],
  );
}

/** The items of a menu are gone when the dialog closes, so the button of the menu stands for them. */
function openerOf(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]');
  const opener = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : focused;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
