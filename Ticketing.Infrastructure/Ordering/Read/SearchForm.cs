using Microsoft.EntityFrameworkCore;
using Ticketing.Infrastructure.Data;

namespace Ticketing.Infrastructure.Ordering.Read;

/// <summary>The database's function <c>search_form</c>, for queries.</summary>
internal sealed class SearchForm : IModelPart
{
    /// <summary>A text without case, accents and differences of composition.</summary>
    public static string Of(string value) => throw new NotSupportedException("Only for queries.");

    public void Configure(ModelBuilder builder) => builder.HasDbFunction(() => Of("")).HasName("search_form");
}
