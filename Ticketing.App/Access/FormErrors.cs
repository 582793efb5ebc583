namespace Ticketing.App.Access;

/// <summary>Validation errors of a form, for its summary and its fields.</summary>
public sealed class FormErrors
{
    private readonly List<FormError> _all = [];

    public IReadOnlyList<FormError> All => _all;

    /// <param name="field">The id of the field; null for the form as a whole.</param>
    public void Add(string? field, string text) => _all.Add(new FormError(field, text));

    /// <summary>The first error of a field; null when it has none.</summary>
    public string? Of(string field) => _all.Find(error => error.Field == field)?.Text;
}

/// <param name="Field">The id of the field that the summary links to; null for the form as a whole.</param>
public sealed record FormError(string? Field, string Text);
