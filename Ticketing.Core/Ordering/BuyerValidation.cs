using Ticketing.Core.Common;

namespace Ticketing.Core.Ordering;

/// <summary>Validates a buyer's details, for the page and the API.</summary>
public static class BuyerValidation
{
    public const int NameLengthMax = 200;
    public const int PhoneLengthMax = 40;

    /// <summary>The errors by the API's field names; empty if valid. Messages are keys of the resource files.</summary>
    /// <param name="seats">The number of seats in the hold.</param>
    /// <param name="attendeeNamesNeeded">Whether the performance requires attendee names.</param>
    public static Dictionary<string, string> Check(BuyerDetails buyer, int seats, bool attendeeNamesNeeded)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!TypedText.IsName(buyer.Name, NameLengthMax))
        {
            errors["buyer.name"] = "Enter your name, at most 200 characters.";
        }

        if (!EmailAddress.IsValid(buyer.Email))
        {
            errors["buyer.email"] = "Enter an e-mail address that we can send the tickets to.";
        }

        if (buyer.Phone is { } phone
            && (phone.Length > PhoneLengthMax || phone.Any(c => !char.IsAsciiDigit(c) && !" +-/().".Contains(c, StringComparison.Ordinal))))
        {
            errors["buyer.phone"] = "Enter a telephone number with digits, spaces and + only, or leave it empty.";
        }

        if (attendeeNamesNeeded ? buyer.AttendeeNames.Count != seats : buyer.AttendeeNames.Count != 0 && buyer.AttendeeNames.Count != seats)
        {
            errors["attendees"] = "Enter one name for each ticket.";
        }
        else if (buyer.AttendeeNames.Any(name => !TypedText.IsName(name, NameLengthMax)))
        {
            errors["attendees"] = "Enter a name for each ticket, at most 200 characters.";
        }

        return errors;
    }
}
