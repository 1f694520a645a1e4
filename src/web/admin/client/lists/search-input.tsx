import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";

interface SearchInputProps {
  readonly label: string;
  readonly placeholder?: string;
  /** The text that is searched now. */
  readonly value: string;
  /** Is called a moment after the last key. */
  onSearch(text: string): void;
}

const typingMs = 250;

/** A field that searches while somebody types. */
export function SearchInput({ label, placeholder, value, onSearch }: SearchInputProps) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((text: string) => {
    sent.current = text.trim();
    onSearch(sent.current);
  }, typingMs);

  // The back button changes the value, and the field follows. What is typed meanwhile stays.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  const change = (text: string) => {
    setTyped(text);
    send(text);
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder ?? label}
      maxLength={200}
      leftSection={<Search size={16} aria-hidden />}
      rightSection={typed !== "" && <CloseButton size="sm" aria-label="Clear the search" onClick={() => change("")} />}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      // A search that is sent later would lead back from the page that a click opens.
      onBlur={() => send.flush()}
      dir="auto"
    />
  );
}
