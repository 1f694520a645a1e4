interface BrandMarkProps {
  readonly size: number;
}

export function BrandMark({ size }: BrandMarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <rect width="16" height="16" rx="4" fill="#4263eb" />
      <circle cx="8" cy="6" r="2.6" fill="#fff" />
      <path d="M3.4 13a4.6 4.6 0 0 1 9.2 0z" fill="#fff" />
    </svg>
  );
}
