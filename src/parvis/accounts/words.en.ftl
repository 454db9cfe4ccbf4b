# Accounts: the home page and the history.

accounts-title = My accounts
accounts-greeting = Hello { $name }
accounts-waiting-title = { $count ->
    [one] One request is waiting for your answer
   *[other] { $count } requests are waiting for your answer
 }
accounts-waiting-until = approve or refuse before { $time }
accounts-together = { $count ->
    [one] On your account
   *[other] On your { $count } accounts
 }
accounts-transfer = Make a transfer
accounts-transfer-from = Transfer from this account
accounts-list-title = My accounts
accounts-ending = ends in { $end }
accounts-held = including { $amount } set aside for transfers to come
accounts-overdraft = Agreed overdraft: { $amount }
accounts-iban = IBAN
accounts-copy-iban = Copy the IBAN
accounts-latest-title = Latest operations
accounts-operations-title = Operations
accounts-found-title = Operations found
accounts-column-operation = Operation
accounts-column-amount = Amount
accounts-no-operations = There is no operation on this account yet.
accounts-none-title = You have no account here yet
accounts-none-text = As soon as your account is opened, it will appear on this page.
accounts-back = My accounts
accounts-older = Older operations
accounts-newest = Back to the latest
accounts-search = Find an operation
accounts-search-text = A word, a name
accounts-search-text-hint = Accents and capitals do not matter. Fill in only what you know.
accounts-search-least = Amount, from
accounts-search-most = Amount, up to
accounts-search-since = From
accounts-search-until = To
accounts-search-do = Search
accounts-search-clear = Show everything
accounts-search-mend = Correct what is shown above, then search again.
accounts-search-further = Search further back
accounts-nothing-found = No operation matches. Try a shorter word, or a longer period.
accounts-read-back-to = We have searched back to { $day }.

accounts-kind-transfer = Transfer
accounts-kind-card = Card payment
accounts-kind-debit = Direct debit
accounts-kind-cheque = Cheque
accounts-kind-interest = Interest
accounts-kind-fee = Fee
accounts-kind-deposit = Deposit
accounts-kind-withdrawal = Withdrawal
accounts-kind-opening = Account opened
accounts-kind-other = Operation

refusal-account-unknown = This account is not one of yours, or cannot be used here. Choose another one.
    .title = Account not found
refusal-funds-insufficient = The account does not have enough for this amount, agreed overdraft included. Lower the amount or choose another account. Nothing was done.
    .title = Not enough money
refusal-hold-settled = This amount is no longer set aside: it has already been paid or given back. Nothing was done twice.
    .title = Already paid or given back
refusal-amount-missing = Type an amount, for example 250 or 1234.56.
    .title = The amount is missing
refusal-amount-unreadable = We did not understand this amount. Write it in figures, for example 1234.56.
    .title = Amount to correct
refusal-amount-ambiguous = This amount can be read in two ways. Write it with its cents, for example 1234.00.
    .title = Amount to make clear
refusal-amount-negative = Write the amount without a minus sign.
    .title = Amount to correct
refusal-amount-zero = The amount must be more than zero.
    .title = Amount to correct
refusal-amount-decimals = An amount has at most two digits after the point.
    .title = Amount to correct
refusal-amount-too-large = This amount is too large. Check the number of digits.
    .title = Amount too large
refusal-date-missing = Give a date.
    .title = The date is missing
refusal-date-unreadable = We did not understand this date. Write it like this: 24/11/2026.
    .title = Date to correct
refusal-period-reversed = The end comes before the beginning. Swap them, or clear one of the two.
    .title = Period to correct

accounts-older-title = More than 90 days back
accounts-older-text = For these older operations we check once more that it is you. Once is enough until the end of this session.
accounts-older-do = See older operations
