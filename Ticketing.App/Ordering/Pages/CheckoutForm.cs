namespace Ticketing.App.Ordering.Pages;

/// <summary>What the buyer types at the checkout.</summary>
public sealed class CheckoutForm
{
    public const string Name = "checkout";

    public string FullName { get; set; } = "";

    public string Email { get; set; } = "";

    public string? Phone { get; set; }

    public string? PromoCode { get; set; }

    /// <summary>The form binder makes it null where the form has no such field.</summary>
    public List<string?>? Attendees { get; set; }

    /// <summary>Which button: <c>promo</c> tries the code, everything else goes on to the payment.</summary>
    public string? Action { get; set; }
}
