factor-code_card = Printed code card
factor-code_card-ask = A code of your card
factor-code_card-about = A sheet that you print: 64 codes, each asked by its square and used once. No phone, no e-mail, no network.
code-card-square = Square
code-card-field = Code of square { $square }
code-card-hint = Card no. { $serial }: column { $column }, row { $row }. 4 signs, capitals or not.
code-card-submit = Check the code
code-card-ask = Show the square to read
code-card-never = Only this page will ask you for these codes, one square at a time.
code-card-few = { $count } codes are left on this card. Order the next one in “My means of authentication”.
code-card-empty-title = This card is used up
code-card-empty-text = All its codes have served. Use another means, then order a new card; or call your branch.
code-card-enroll-download = Download card no. { $serial }. It is a PDF file.
code-card-layout = How would you like it?
code-card-layout-grid = As a grid, on one page
code-card-layout-list = As a list, in large print
code-card-download = Download the card
code-card-once = It can be downloaded once. To have it again, you would have to order another one.
code-card-downloaded = The card was downloaded. It cannot be downloaded again.
code-card-again = I did not get it: order another one
code-card-enroll-print = Print it, then delete the file. No printer? Your branch prints it for you.
code-card-enroll-hint = Read it on the printed card. It proves that you hold it, and puts it in service.
code-card-enroll-submit = Put this card in service
code-card-confirmed = Your card is checked. It remains to approve putting it in service.
code-card-continue = Continue
code-card-notice-few-subject = Your code card is coming to its end
code-card-notice-few-email =
    Hello,

    { $left } codes are left on your { $institution } card. Order the next one in your space, under Security, “My means of authentication”: it will take the place of the old one when you put it in service.

    You have not used this card? Suspend it in your space, or call us.
code-card-notice-few-sms = { $institution }: { $left } codes are left on your card. Order the next one in your space, under Security. You have not used it? Call us.
code-card-sheet-title = Code card
code-card-sheet-serial = Card no. { $serial }
code-card-sheet-made = Made on { $day }
code-card-sheet-how = When the page asks for a square, for instance C4, read the code in column C, row 4, and type it. Each code serves once: you can cross it out.
code-card-sheet-how-list = When the page asks for a square, for instance C4, find C4 in the list and type the code that follows. Each code serves once: you can cross it out.
code-card-sheet-never = No adviser will ever ask you for these codes. Nor will anyone else: not by phone, not by message, not at the counter.
code-card-sheet-address = Type them only at { $address }, one square at a time.
code-card-sheet-lost = Card lost, stolen or photographed? Suspend it in your space, under Security, or call your branch.
code-card-sheet-corner = Row
code-card-sheet-column = Square
code-card-sheet-code = Code
refusal-shown-once = This file was downloaded already: it is no longer here. You can order another card.
