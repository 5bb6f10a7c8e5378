sayso.rows({{ number }}, {{ rows }}{% if total %}, {{ total }}{% endif %});
