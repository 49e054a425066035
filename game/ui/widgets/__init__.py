"""Parts of a screen. Each draws its own lines; none interprets markup."""
