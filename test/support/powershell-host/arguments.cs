using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace PowerShellHost;

/// <summary>The command line was not understood; the message says why.</summary>
public sealed class UsageException(string message) : System.Exception(message);

/// <summary>A parameter of the script; Name is null for one by position, Value is null for a switch.</summary>
public sealed record ScriptParameter(string? Name, string? Value);

/// <summary>What a command line like that of <c>pwsh</c> asks for.</summary>
public sealed record HostArguments(string ScriptPath, IReadOnlyList<ScriptParameter> Parameters)
{
    private static readonly string[] Switches = ["-nologo", "-noprofile", "-noninteractive"];
    private static readonly string[] Policies =
        ["allsigned", "bypass", "default", "remotesigned", "restricted", "undefined", "unrestricted"];

    /// <summary>Takes the switches that the product gives, and no others. -File ends them: the rest belongs to the script.</summary>
    public static HostArguments Parse(IReadOnlyList<string> given)
    {
        for (var at = 0; at < given.Count; at++)
        {
            var name = given[at].ToLowerInvariant();
            if (name == "-file") return OfScript(given.Skip(at + 1).ToList());
            if (name == "-executionpolicy") RequirePolicy(given.ElementAtOrDefault(++at));
            else if (!Switches.Contains(name)) throw new UsageException($"The argument '{given[at]}' is not recognized.");
        }
        throw new UsageException("This host runs scripts: -File <script> is missing.");
    }

    private static void RequirePolicy(string? policy)
    {
        if (policy is null || !Policies.Contains(policy.ToLowerInvariant()))
        {
            throw new UsageException($"'{policy}' is no execution policy.");
        }
    }

    private static HostArguments OfScript(List<string> rest)
    {
        if (rest.Count == 0) throw new UsageException("-File needs the path of a script.");
        var path = Path.GetFullPath(rest[0]);
        if (!File.Exists(path)) throw new UsageException($"The argument '{rest[0]}' is not the name of a script file.");
        if (!path.EndsWith(".ps1", System.StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{rest[0]}' is not a .ps1 file.");
        }
        return new HostArguments(path, ParametersOf(rest.Skip(1).ToList()));
    }

    private static List<ScriptParameter> ParametersOf(List<string> rest)
    {
        var found = new List<ScriptParameter>();
        for (var at = 0; at < rest.Count; at++)
        {
            if (!IsName(rest[at])) found.Add(new ScriptParameter(null, rest[at]));
            else if (at + 1 < rest.Count && !IsName(rest[at + 1])) found.Add(new ScriptParameter(rest[at][1..], rest[++at]));
            else found.Add(new ScriptParameter(rest[at][1..], null));
        }
        return found;
    }

    private static bool IsName(string text) =>
        text.Length > 1 && text[0] == '-' && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
