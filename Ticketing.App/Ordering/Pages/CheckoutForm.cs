namespace Ticketing.App.Ordering.Pages;

/// <summary>Form model of the checkout. A post may lack any field.</summary>
public sealed class CheckoutForm
{
    public const string Name = "checkout";

    public string? FullName { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    public string? PromoCode { get; set; }

    /// <summary>The code that this page has refused.</summary>
    public string? RefusedCode { get; set; }

    /// <summary>The code that this page has applied.</summary>
    public string? AppliedCode { get; set; }

    /// <summary>Null when the form has no attendee fields.</summary>
    public List<string?>? Attendees { get; set; }

    /// <summary>The pressed button: <c>promo</c> applies the code, <c>no-promo</c> removes it, <c>prices</c> shows what the chosen prices cost, any other value continues to the payment.</summary>
    public string? Action { get; set; }
}
