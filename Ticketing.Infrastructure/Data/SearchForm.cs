using Microsoft.EntityFrameworkCore;

namespace Ticketing.Infrastructure.Data;

/// <summary>The database's function <c>search_form</c>, for queries that look for a part of a text.</summary>
internal sealed class SearchForm : IModelPart
{
    /// <summary>A text without case, accents and differences of composition.</summary>
    public static string Of(string value) => throw new NotSupportedException("Only for queries.");

    /// <summary>The pattern of LIKE for texts that contain <paramref name="part"/>; the escape character is a backslash.</summary>
    public static string Containing(string part) => "%" + part
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    public void Configure(ModelBuilder builder) => builder.HasDbFunction(() => Of("")).HasName("search_form");
}
