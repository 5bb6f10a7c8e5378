sayso.rows({{ number }}, {{ rows }});
