using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Data;

namespace Ticketing.App.Hosting.StartUp;

/// <summary>
/// Checks the sections with an options class before there are services: values of the wrong type, then the class's own rules. Options
/// classes have a constant <c>Section</c>; their <see cref="IValidateOptions{TOptions}"/> needs no services.
/// </summary>
internal static partial class BoundSettings
{
    /// <summary>The options classes of the application.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. OfAssemblies().Where(type => SectionOf(type) is not null)];

    /// <summary>The section of an options class; null if it is none.</summary>
    public static string? SectionOf(Type type) => type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string;

    /// <summary>The problems of all sections, a sentence each.</summary>
    public static IEnumerable<string> Problems(IConfiguration settings) => Types.SelectMany(type => Problems(type, SectionOf(type)!, settings));

    /// <summary>The single values of an options class, by their keys.</summary>
    public static IEnumerable<(string Key, Type Type)> Values(Type options, string section) => options
        .GetProperties()
        .Where(property => property.SetMethod is not null || IsNested(property.PropertyType))
        .SelectMany(property => IsNested(property.PropertyType)
            ? Values(property.PropertyType, $"{section}:{property.Name}")
            : [($"{section}:{property.Name}", property.PropertyType)]);

    private static IEnumerable<string> Problems(Type type, string section, IConfiguration settings)
    {
        var unreadable = Values(type, section).Select(value => TypeProblem(value.Key, value.Type, settings[value.Key])).OfType<string>().ToList();
        if (unreadable.Count > 0)
        {
            return unreadable;
        }

        var options = Activator.CreateInstance(type)!;
        settings.GetSection(section).Bind(options);
        return Rules(type).SelectMany(rules => rules(options)).Select(failure => Sentence(failure, section));
    }

    private static string? TypeProblem(string key, Type type, string? value)
    {
        // An empty value leaves the default.
        if (string.IsNullOrEmpty(value) || type == typeof(string) || TypeDescriptor.GetConverter(type).IsValid(value))
        {
            return null;
        }

        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var expected = plain == typeof(bool) ? "true or false" : plain == typeof(Uri) ? "an address" : plain == typeof(int) ? "a whole number" : $"a {plain.Name}";
        return $"{key} is '{value}' and must be {expected}.";
    }

    private static IEnumerable<Func<object, IEnumerable<string>>> Rules(Type options)
    {
        var contract = typeof(IValidateOptions<>).MakeGenericType(options);
        return OfAssemblies().Where(contract.IsAssignableFrom).Select(validator =>
        {
            var rules = Activator.CreateInstance(validator, nonPublic: true)!;
            var validate = contract.GetMethod(nameof(IValidateOptions<>.Validate))!;
            return (Func<object, IEnumerable<string>>)(value => ((ValidateOptionsResult)validate.Invoke(rules, [null, value])!).Failures ?? []);
        });
    }

    // A generated validator names members: "BatchMax: The field InventoryOptions.BatchMax must be …".
    private static string Sentence(string failure, string section)
    {
        var generated = Generated().Match(failure);
        return generated.Success
            ? $"{section}:{generated.Groups["name"].Value.Replace('.', ':')} {generated.Groups["rest"].Value}"
            : failure;
    }

    private static IEnumerable<Type> OfAssemblies() =>
        new[] { typeof(TicketingDbContext).Assembly, typeof(BoundSettings).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false });

    private static bool IsNested(Type type) => type.IsClass && type.Namespace?.StartsWith("Ticketing.", StringComparison.Ordinal) == true;

    [GeneratedRegex(@"^\w+: The (?:field )?\w+\.(?<name>[\w.]+) (?:field )?(?<rest>.+)$")]
    private static partial Regex Generated();
}
