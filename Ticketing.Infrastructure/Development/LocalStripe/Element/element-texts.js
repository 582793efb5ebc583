// The element's texts, English to German.

const german = {
  'How would you like to pay?': 'Wie möchten Sie bezahlen?',
  Card: 'Karte',
  'Card number': 'Kartennummer',
  'Expiry date': 'Gültig bis',
  'Security code': 'Prüfziffer',
  'MM / YY': 'MM / JJ',
  'Enter the card number.': 'Geben Sie die Kartennummer ein.',
  'Check the card number.': 'Prüfen Sie die Kartennummer.',
  'Enter the expiry date.': 'Geben Sie das Ablaufdatum ein.',
  'Enter the expiry date as on the card: month and year.': 'Geben Sie das Ablaufdatum wie auf der Karte ein: Monat und Jahr.',
  'Check the expiry date.': 'Prüfen Sie das Ablaufdatum.',
  'This card has expired.': 'Diese Karte ist abgelaufen.',
  'Enter the security code.': 'Geben Sie die Prüfziffer ein.',
  'The security code has three digits, on the back of the card.': 'Die Prüfziffer hat drei Stellen und steht hinten auf der Karte.',
  'The security code has four digits, on the front of the card.': 'Die Prüfziffer hat vier Stellen und steht vorn auf der Karte.',
  'The security code is wrong. Check it and try again.': 'Die Prüfziffer stimmt nicht. Prüfen Sie sie und versuchen Sie es noch einmal.',
  'After you press the pay button, you go to {0} to agree to the payment, and come back here.':
    'Nach dem Klick auf „bezahlen“ kommen Sie zu {0}, stimmen dort der Zahlung zu und kehren hierher zurück.',
};

/** Returns a function that translates an English text to the locale. */
export const textsOf = (locale) => (text) => (String(locale).startsWith('de') ? german[text] : undefined) ?? text;
