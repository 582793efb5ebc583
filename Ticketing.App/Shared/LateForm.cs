namespace Ticketing.App.Shared;

/// <summary>Why a posted form was not carried out.</summary>
public enum LateFormReason
{
    /// <summary>The page no longer has this form: another tab, the clock or an earlier press was faster.</summary>
    Changed,

    /// <summary>The antiforgery token does not fit: somebody signed in or out in another tab, or the keys have changed.</summary>
    Refused,

    /// <summary>The page needs an account, and nobody is signed in any more.</summary>
    SignedOut,
}

/// <summary>
/// A posted form that was not carried out, as a feature of the request that shows the page again. Fields read their typed values here;
/// <see cref="LateFormNotice"/> shows the reason, and the values without a field.
/// </summary>
/// <param name="typed">Posted values by field name.</param>
internal sealed class LateForm(LateFormReason reason, IReadOnlyDictionary<string, string> typed)
{
    private const string CookieName = "late-form";

    /// <summary>
    /// Fields whose values may be shown outside their form. Everything else may be a secret or means nothing to a reader.
    /// </summary>
    private static readonly string[] Readable = ["FullName", "Name", "Email", "Phone", "PromoCode", "Attendees"];

    private readonly HashSet<string> _inFields = [];

    /// <summary>Raised when a field has taken its value, during rendering.</summary>
    public event Action? Taken;

    public LateFormReason Reason { get; } = reason;

    /// <summary>Readable values that no field of the page shows.</summary>
    public IReadOnlyList<string> Leftover =>
        [.. typed.Where(each => IsReadable(each.Key) && !_inFields.Contains(each.Key) && !string.IsNullOrWhiteSpace(each.Value)).Select(each => each.Value.Trim()).Distinct()];

    /// <summary>The value typed into a field of this name; null if this request shows no late form, or the form had no such field.</summary>
    public static string? TypedIn(HttpContext? context, string name) => context?.Features.Get<LateForm>()?.Take(name);

    /// <summary>Remembers the reason over a redirect, for the next page of this browser.</summary>
    public static void Remember(HttpContext context, LateFormReason reason) =>
        context.Response.Cookies.Append(CookieName, reason.ToString(), new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = TimeSpan.FromMinutes(1),
            IsEssential = true,
        });

    /// <summary>Whether a redirect may have brought a late form here: the page then differs from that of others.</summary>
    public static bool IsRemembered(HttpRequest request) => request.Cookies.ContainsKey(CookieName);

    /// <summary>The late form of this request, or what a redirect brought here; forgets the latter.</summary>
    public static LateForm? Of(HttpContext context)
    {
        if (context.Features.Get<LateForm>() is { } late)
        {
            return late;
        }

        if (context.Request.Cookies[CookieName] is not { } word)
        {
            return null;
        }

        context.Response.Cookies.Delete(CookieName);
        return Enum.TryParse<LateFormReason>(word, out var reason) && Enum.IsDefined(reason) ? new LateForm(reason, new Dictionary<string, string>()) : null;
    }

    private string? Take(string name)
    {
        if (!typed.TryGetValue(name, out var value))
        {
            return null;
        }

        if (_inFields.Add(name))
        {
            Taken?.Invoke();
        }

        return value;
    }

    // "Form.Attendees[1]": the last part, without the index.
    private static bool IsReadable(string field)
    {
        var name = field[(field.LastIndexOf('.') + 1)..];
        var index = name.IndexOf('[', StringComparison.Ordinal);
        return Readable.Contains(index < 0 ? name : name[..index]);
    }
}
