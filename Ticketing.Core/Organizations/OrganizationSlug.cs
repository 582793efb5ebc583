using System.Globalization;
using Ticketing.Core.Catalog;

namespace Ticketing.Core.Organizations;

/// <summary>Makes the name of an organization in URLs from its name.</summary>
public static class OrganizationSlug
{
    // Leaves room for a number in the column of 100 characters.
    private const int LengthMax = 60;
    private const int StoredLengthMax = 100;

    // Words that addresses of the site have, or may come to have, in the place of an organization.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "new", "all", "admin", "api", "account", "accounts", "billing", "create", "delete", "edit", "events", "help", "invitation",
        "invitations", "login", "logout", "me", "members", "money", "none", "null", "orders", "organizer", "organizers", "payouts", "plans",
        "search", "settings", "staff", "support", "system", "team", "undefined", "users", "webhooks", "www",
    };

    /// <summary>Whether a text of an address can be one.</summary>
    public static bool IsSlug(string? text) =>
        text is { Length: > 0 and <= StoredLengthMax } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>The slug of a name before numbers are added: <c>café-nord</c> is <c>cafe-nord</c>. Never empty.</summary>
    public static string BaseOf(string name)
    {
        var slug = Slug.Of(name, LengthMax);
        return slug.Length == 0 ? "organization" : slug;
    }

    /// <summary>The first of <c>name</c>, <c>name-2</c>, <c>name-3</c> … that is neither taken nor reserved.</summary>
    /// <param name="taken">All slugs in use that begin with the base.</param>
    public static string Choose(string name, IReadOnlySet<string> taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        var slug = BaseOf(name);
        if (!Reserved.Contains(slug) && !taken.Contains(slug))
        {
            return slug;
        }

        var number = 2;
        while (taken.Contains(Numbered(slug, number)))
        {
            number++;
        }

        return Numbered(slug, number);
    }

    private static string Numbered(string slug, int number) => string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
}
