import { useCallback, useState } from "react";

/** Whether the contents of an element are wider than the element. Set the function as its ref. */
export function useOverflow(): readonly [isOverflowing: boolean, observe: (element: HTMLElement | null) => () => void] {
  const [isOverflowing, setIsOverflowing] = useState(false);
  const observe = useCallback((element: HTMLElement | null) => {
    const observer = new ResizeObserver(() =>
      setIsOverflowing(element !== null && element.scrollWidth > element.clientWidth),
    );
    for (const observed of element ? [element, ...element.children] : []) observer.observe(observed);
    return () => observer.disconnect();
  }, []);
  return [isOverflowing, observe];
}
