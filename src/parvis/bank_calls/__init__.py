"""« Is my bank calling me? » (EP7): an agent says that they telephone a client, whose own screens say it too."""
