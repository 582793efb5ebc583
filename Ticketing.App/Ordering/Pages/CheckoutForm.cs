namespace Ticketing.App.Ordering.Pages;

/// <summary>Form model of the checkout.</summary>
public sealed class CheckoutForm
{
    public const string Name = "checkout";

    public string? FullName { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    public string? PromoCode { get; set; }

    /// <summary>The code that this page has refused.</summary>
    public string? RefusedCode { get; set; }

    /// <summary>Null when the form has no attendee fields.</summary>
    public List<string?>? Attendees { get; set; }

    /// <summary>The pressed button: <c>promo</c> applies the code, <c>no-promo</c> removes it, any other value continues to the payment.</summary>
    public string? Action { get; set; }
}
